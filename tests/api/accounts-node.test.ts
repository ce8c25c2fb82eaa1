import { accountTests } from '#tests/api/accounts/all.ts';
import { node } from '#tests/api/targets.ts';

accountTests(node, { parallel: 1000 });
