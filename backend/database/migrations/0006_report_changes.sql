DROP INDEX `report_target`;--> statement-breakpoint
CREATE INDEX `report_target` ON `report` (`target`,`withdrawn_at`,`outcome`,`outcome_at`,`reported_at`,`edited_at`,`reporter`);