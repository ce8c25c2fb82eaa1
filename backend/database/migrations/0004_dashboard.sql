CREATE TABLE `known_player` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`steam_id` text NOT NULL,
	`name` text,
	`name_key` text DEFAULT '' NOT NULL,
	`avatar_url` text,
	`score` integer,
	`band` integer,
	`confidence` integer,
	`assessed_at` integer,
	`vac` integer,
	`game` integer,
	`community` integer,
	`economy` text,
	`last_ban_at` integer,
	`ban_noticed_at` integer,
	`sources` integer DEFAULT 0 NOT NULL,
	`reasons` text DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `known_player_steam_id_unique` ON `known_player` (`steam_id`);--> statement-breakpoint
CREATE INDEX `known_player_score` ON `known_player` (`score`,`steam_id`);--> statement-breakpoint
CREATE INDEX `known_player_confidence` ON `known_player` (`confidence`,`steam_id`);--> statement-breakpoint
CREATE INDEX `known_player_name_key` ON `known_player` (`name_key`,`steam_id`);--> statement-breakpoint
CREATE INDEX `known_player_assessed_at` ON `known_player` (`assessed_at`,`steam_id`);--> statement-breakpoint
CREATE INDEX `known_player_last_ban_at` ON `known_player` (`last_ban_at`,`steam_id`);--> statement-breakpoint
CREATE TABLE `player_change` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`steam_id` text NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`vac` integer,
	`game` integer,
	`score_from` integer,
	`score_to` integer,
	`band` integer
);
--> statement-breakpoint
CREATE INDEX `player_change_at` ON `player_change` (`at`,`id`);--> statement-breakpoint
CREATE INDEX `player_change_player` ON `player_change` (`steam_id`,`kind`,`at`);--> statement-breakpoint
CREATE TABLE `dashboard_seen` (
	`user_id` text PRIMARY KEY NOT NULL,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `match_figure` (
	`week` integer NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`matches` integer NOT NULL,
	PRIMARY KEY(`week`, `kind`, `key`)
);
--> statement-breakpoint
CREATE TABLE `statistics` (
	`owner` text NOT NULL,
	`query` text NOT NULL,
	`computed_at` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`owner`, `query`)
);
--> statement-breakpoint
CREATE TABLE `notification` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`steam_id` text NOT NULL,
	`at` integer NOT NULL,
	`read_at` integer,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notification_key` ON `notification` (`user_id`,`key`);--> statement-breakpoint
CREATE INDEX `notification_list` ON `notification` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `notification_unread` ON `notification` (`user_id`,`read_at`);--> statement-breakpoint
CREATE INDEX `notification_at` ON `notification` (`at`);--> statement-breakpoint
CREATE TABLE `notification_feed` (
	`feed` text PRIMARY KEY NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notification_settings` (
	`user_id` text PRIMARY KEY NOT NULL,
	`kinds` text NOT NULL,
	`min_score` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notification_webhook` (
	`user_id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`webhook_id` text NOT NULL,
	`kinds` text NOT NULL,
	`language` text NOT NULL,
	`set_at` integer NOT NULL,
	`delivered_at` integer,
	`trouble` text,
	`paused_until` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notification_delivery` (
	`user_id` text NOT NULL,
	`notification_id` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`run_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `notification_id`)
);
--> statement-breakpoint
CREATE INDEX `notification_delivery_run_at` ON `notification_delivery` (`run_at`);--> statement-breakpoint
CREATE TABLE `user_sync` (
	`user_id` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`claim` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `user_sync_entry` (
	`user_id` text NOT NULL,
	`field` text NOT NULL,
	`subject` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`value` text NOT NULL,
	`others` text,
	PRIMARY KEY(`user_id`, `field`, `subject`)
);
--> statement-breakpoint
CREATE INDEX `user_sync_entry_version` ON `user_sync_entry` (`user_id`,`version`);--> statement-breakpoint
CREATE INDEX `user_sync_entry_subject` ON `user_sync_entry` (`subject`,`field`);--> statement-breakpoint
CREATE INDEX `report_outcome_at` ON `report` (`outcome_at`);--> statement-breakpoint
CREATE INDEX `match_played_at` ON `match` (`played_at`);--> statement-breakpoint
CREATE INDEX `match_changed_at` ON `match` (`changed_at`);--> statement-breakpoint
-- Parts of names, found without reading every row. Kept by triggers, since drizzle knows no virtual tables.
CREATE VIRTUAL TABLE `known_player_name` USING fts5(`name_key`, content='known_player', content_rowid='id', tokenize='trigram');
--> statement-breakpoint
INSERT INTO `known_player_name` (`known_player_name`, `rank`) VALUES ('secure-delete', 1);
--> statement-breakpoint
CREATE TRIGGER `known_player_name_insert` AFTER INSERT ON `known_player` BEGIN
	INSERT INTO `known_player_name` (`rowid`, `name_key`) VALUES (new.`id`, new.`name_key`);
END;
--> statement-breakpoint
CREATE TRIGGER `known_player_name_delete` AFTER DELETE ON `known_player` BEGIN
	INSERT INTO `known_player_name` (`known_player_name`, `rowid`, `name_key`) VALUES ('delete', old.`id`, old.`name_key`);
END;
--> statement-breakpoint
CREATE TRIGGER `known_player_name_update` AFTER UPDATE ON `known_player` WHEN old.`name_key` <> new.`name_key` BEGIN
	INSERT INTO `known_player_name` (`known_player_name`, `rowid`, `name_key`) VALUES ('delete', old.`id`, old.`name_key`);
	INSERT INTO `known_player_name` (`rowid`, `name_key`) VALUES (new.`id`, new.`name_key`);
END;
--> statement-breakpoint
-- Those known already; accents in their names go with the next look at each.
INSERT INTO `known_player` (`steam_id`, `name`, `name_key`, `avatar_url`, `score`, `band`, `confidence`, `assessed_at`, `vac`, `game`, `community`, `economy`, `last_ban_at`, `sources`, `reasons`)
SELECT p.`steam_id`, s.`facts`->>'name', coalesce(lower(s.`facts`->>'name'), ''), s.`facts`->>'avatarUrl',
	p.`assessment`->>'score',
	CASE p.`assessment`->>'band' WHEN 'unlikely' THEN 0 WHEN 'suspicious' THEN 1 WHEN 'highly-suspicious' THEN 2 WHEN 'near-certain' THEN 3 WHEN 'not-enough-data' THEN 4 END,
	p.`assessment`->>'confidence', p.`assessment`->>'assessedAt',
	b.`facts`->>'vac', b.`facts`->>'game', b.`facts`->>'community', b.`facts`->>'economy', b.`facts`->>'lastBanAt',
	(SELECT coalesce(sum(CASE o.`source` WHEN 'profile' THEN 1 WHEN 'bans' THEN 2 WHEN 'games' THEN 4 WHEN 'level' THEN 8 WHEN 'stats' THEN 16 ELSE 0 END), 0)
		FROM `player_source` AS o WHERE o.`steam_id` = p.`steam_id` AND o.`state` = 'ok'),
	(SELECT json_group_array(c.value->>'key') FROM json_each(p.`assessment`, '$.contributions') AS c
		WHERE c.value->>'nats' > 0 AND c.value->>'block' NOT IN ('prior', 'limit'))
FROM `player` AS p
LEFT JOIN `player_source` AS s ON s.`steam_id` = p.`steam_id` AND s.`source` = 'profile'
LEFT JOIN `player_source` AS b ON b.`steam_id` = p.`steam_id` AND b.`source` = 'bans'
WHERE p.`missing` = 0;
