import { matchTests } from '#tests/api/matches/all.ts';
import { node } from '#tests/api/targets.ts';

matchTests(node);
