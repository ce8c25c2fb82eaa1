import { dashboardTests } from '#tests/api/dashboard/all.ts';
import { node } from '#tests/api/targets.ts';

dashboardTests(node);
