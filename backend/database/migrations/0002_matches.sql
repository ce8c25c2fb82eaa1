ALTER TABLE `match` ADD `changed_at` integer NOT NULL;--> statement-breakpoint
ALTER TABLE `match_sync` ADD `cursor` text;