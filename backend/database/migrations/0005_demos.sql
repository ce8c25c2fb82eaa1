CREATE TABLE `demo` (
	`id` text PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`source` text NOT NULL,
	`state` text NOT NULL,
	`reason` text,
	`detail` text,
	`bytes` integer DEFAULT 0 NOT NULL,
	`total` integer,
	`percent` integer,
	`share_code` text,
	`replay_url` text,
	`reservation_id` text,
	`match_id` text,
	`expected` text DEFAULT '{}' NOT NULL,
	`played_at` integer,
	`map` text,
	`upload_name` text,
	`upload_size` integer,
	`upload_sha256` text,
	`file_bytes` integer,
	`file_sha256` text,
	`content_sha256` text,
	`priority` integer DEFAULT 0 NOT NULL,
	`requested_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`finished_at` integer,
	`scored_at` integer,
	`report` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `demo_key` ON `demo` (`key`);--> statement-breakpoint
CREATE INDEX `demo_state` ON `demo` (`state`,`finished_at`);--> statement-breakpoint
CREATE INDEX `demo_requested_at` ON `demo` (`requested_at`);--> statement-breakpoint
CREATE TABLE `demo_delivery` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook_id` text NOT NULL,
	`user_id` text NOT NULL,
	`demo_id` text NOT NULL,
	`event` text NOT NULL,
	`ended_at` integer NOT NULL,
	`state` text DEFAULT 'waiting' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`status` integer,
	`error` text,
	`created_at` integer NOT NULL,
	`last_at` integer,
	`next_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `demo_delivery_once` ON `demo_delivery` (`webhook_id`,`demo_id`,`ended_at`);--> statement-breakpoint
CREATE INDEX `demo_delivery_due` ON `demo_delivery` (`state`,`next_at`);--> statement-breakpoint
CREATE INDEX `demo_delivery_user` ON `demo_delivery` (`user_id`);--> statement-breakpoint
CREATE TABLE `demo_evidence` (
	`steam_id` text NOT NULL,
	`demo_id` text NOT NULL,
	`evidence` text NOT NULL,
	PRIMARY KEY(`steam_id`, `demo_id`)
);
--> statement-breakpoint
CREATE INDEX `demo_evidence_demo` ON `demo_evidence` (`demo_id`);--> statement-breakpoint
CREATE TABLE `demo_request` (
	`demo_id` text NOT NULL,
	`user_id` text NOT NULL,
	`origin` text NOT NULL,
	`requested_at` integer NOT NULL,
	PRIMARY KEY(`demo_id`, `user_id`)
);
--> statement-breakpoint
CREATE INDEX `demo_request_user` ON `demo_request` (`user_id`,`requested_at`);--> statement-breakpoint
CREATE TABLE `demo_webhook` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`url` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `demo_webhook_user` ON `demo_webhook` (`user_id`);--> statement-breakpoint
CREATE TABLE `demo_worker` (
	`name` text PRIMARY KEY NOT NULL,
	`locates` integer NOT NULL,
	`seen_at` integer NOT NULL
);
