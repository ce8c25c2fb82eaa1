CREATE TABLE `assessment` (
	`steam_id` text NOT NULL,
	`assessed_at` integer NOT NULL,
	`outcome` text NOT NULL,
	`detail` text NOT NULL,
	PRIMARY KEY(`steam_id`, `assessed_at`)
);
--> statement-breakpoint
CREATE INDEX `assessment_assessed_at` ON `assessment` (`assessed_at`);--> statement-breakpoint
CREATE TABLE `job` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text DEFAULT '{}' NOT NULL,
	`run_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease_owner` text,
	`lease_until` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `job_run_at` ON `job` (`run_at`);--> statement-breakpoint
CREATE TABLE `player` (
	`steam_id` text PRIMARY KEY NOT NULL,
	`bucket` integer NOT NULL,
	`first_seen_at` integer NOT NULL,
	`asked_at` integer NOT NULL,
	`checked_at` integer NOT NULL,
	`fresh_until` integer NOT NULL,
	`bans_checked_at` integer DEFAULT 0 NOT NULL,
	`missing` integer NOT NULL,
	`assessment` text
);
--> statement-breakpoint
CREATE INDEX `player_asked_at` ON `player` (`asked_at`);--> statement-breakpoint
CREATE TABLE `player_history` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`steam_id` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`first_seen_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `player_history_run` ON `player_history` (`steam_id`,`kind`,`id`);--> statement-breakpoint
CREATE TABLE `player_source` (
	`steam_id` text NOT NULL,
	`source` text NOT NULL,
	`state` text NOT NULL,
	`checked_at` integer NOT NULL,
	`observed_at` integer,
	`facts` text,
	PRIMARY KEY(`steam_id`, `source`)
);
--> statement-breakpoint
CREATE TABLE `quota` (
	`service` text NOT NULL,
	`day` text NOT NULL,
	`used` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`service`, `day`)
);
--> statement-breakpoint
CREATE TABLE `refresh_claim` (
	`steam_id` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`until` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `score` (
	`bucket` integer NOT NULL,
	`steam_id` text NOT NULL,
	`entry` text NOT NULL,
	`revision` integer NOT NULL,
	PRIMARY KEY(`bucket`, `steam_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `score_revision` ON `score` (`revision`);--> statement-breakpoint
CREATE TABLE `vanity` (
	`name` text PRIMARY KEY NOT NULL,
	`steam_id` text,
	`checked_at` integer NOT NULL
);
