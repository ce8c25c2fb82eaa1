CREATE TABLE `match` (
	`id` text PRIMARY KEY NOT NULL,
	`played_at` integer NOT NULL,
	`mode` text,
	`map` text NOT NULL,
	`map_code` text,
	`rounds_0` integer,
	`rounds_1` integer,
	`duration_seconds` integer,
	`reservation_id` text,
	`uploads` integer DEFAULT 0 NOT NULL,
	`disagreements` integer DEFAULT 0 NOT NULL,
	`revision` integer NOT NULL,
	`added_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `match_player` (
	`match_id` text NOT NULL,
	`steam_id` text NOT NULL,
	`played_at` integer NOT NULL,
	`name` text NOT NULL,
	`team` integer,
	`kills` integer,
	`assists` integer,
	`deaths` integer,
	`mvps` integer,
	`headshot_percent` integer,
	`score` integer,
	`provenance` text NOT NULL,
	`confirmations` integer NOT NULL,
	PRIMARY KEY(`match_id`, `steam_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `match_player_history` ON `match_player` (`steam_id`,`played_at`,`match_id`);--> statement-breakpoint
CREATE TABLE `match_source` (
	`match_id` text NOT NULL,
	`kind` text NOT NULL,
	`uploader` text NOT NULL,
	`origin` text NOT NULL,
	`content` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`match_id`, `kind`, `uploader`)
);
--> statement-breakpoint
CREATE TABLE `match_sync` (
	`user_id` text NOT NULL,
	`steam_id` text NOT NULL,
	`source` text NOT NULL,
	`state` text NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`reason` text,
	`cursor` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_run_at` integer NOT NULL,
	`finished_at` integer,
	`changed_at` integer NOT NULL,
	`active_at` integer NOT NULL,
	`lease_owner` text,
	`lease_until` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`user_id`, `source`)
);
--> statement-breakpoint
CREATE INDEX `match_sync_due` ON `match_sync` (`source`,`next_run_at`);--> statement-breakpoint
CREATE TABLE `pending_share_code` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` text NOT NULL,
	`digest` text NOT NULL,
	`code` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`retry_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_share_code_digest` ON `pending_share_code` (`user_id`,`digest`);--> statement-breakpoint
CREATE TABLE `share_code_access` (
	`user_id` text PRIMARY KEY NOT NULL,
	`auth_code` text NOT NULL,
	`known_code` text NOT NULL,
	`updated_at` integer NOT NULL
);
