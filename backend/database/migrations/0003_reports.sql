CREATE TABLE `moderation_case` (
	`steam_id` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`appealed` integer NOT NULL,
	`measure` text NOT NULL,
	`expires_at` integer,
	`measure_by` integer,
	`reports` text NOT NULL,
	`decided_at` integer,
	`last_event_at` integer NOT NULL,
	`strength` real DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `moderation_case_queue` ON `moderation_case` (`appealed`,`strength`,`steam_id`);--> statement-breakpoint
CREATE INDEX `moderation_case_expires_at` ON `moderation_case` (`expires_at`);--> statement-breakpoint
CREATE TABLE `moderation_event` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`steam_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`source` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `moderation_event_place` ON `moderation_event` (`steam_id`,`sequence`);--> statement-breakpoint
CREATE TABLE `report` (
	`reporter` text NOT NULL,
	`target` text NOT NULL,
	`category` text NOT NULL,
	`match_id` text,
	`played_at` integer,
	`evidence` text DEFAULT '[]' NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	`reported_at` integer NOT NULL,
	`edited_at` integer,
	`outcome` text DEFAULT 'open' NOT NULL,
	`outcome_at` integer,
	`withdrawn_at` integer,
	`played_together` integer DEFAULT false NOT NULL,
	`device` text,
	`address` text,
	PRIMARY KEY(`reporter`, `target`)
);
--> statement-breakpoint
CREATE INDEX `report_target` ON `report` (`target`);--> statement-breakpoint
CREATE INDEX `report_mine` ON `report` (`reporter`,`reported_at`);--> statement-breakpoint
CREATE TABLE `report_key` (
	`reporter` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`claim` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`reporter`, `key`)
);
--> statement-breakpoint
CREATE INDEX `report_key_at` ON `report_key` (`at`);--> statement-breakpoint
CREATE TABLE `report_quota` (
	`who` text NOT NULL,
	`until` integer NOT NULL,
	`used` integer NOT NULL,
	PRIMARY KEY(`who`, `until`)
);
--> statement-breakpoint
CREATE INDEX `report_quota_until` ON `report_quota` (`until`);--> statement-breakpoint
CREATE TABLE `report_weight` (
	`steam_id` text PRIMARY KEY NOT NULL,
	`due_since` integer,
	`computed_at` integer DEFAULT 0 NOT NULL,
	`state` text DEFAULT 'none' NOT NULL,
	`reports` integer DEFAULT 0 NOT NULL,
	`independent` real DEFAULT 0 NOT NULL,
	`silent` integer DEFAULT 0 NOT NULL,
	`nats` real DEFAULT 0 NOT NULL,
	`share` real DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `report_weight_due` ON `report_weight` (`due_since`);