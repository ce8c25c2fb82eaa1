import { dashboardTests } from '#tests/api/dashboard/all.ts';
import { workerd } from '#tests/api/targets.ts';

dashboardTests(workerd);
