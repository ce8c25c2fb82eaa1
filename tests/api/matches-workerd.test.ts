import { matchTests } from '#tests/api/matches/all.ts';
import { workerd } from '#tests/api/targets.ts';

matchTests(workerd);
