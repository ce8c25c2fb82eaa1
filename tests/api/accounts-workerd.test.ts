import { accountTests } from '#tests/api/accounts/all.ts';
import { workerd } from '#tests/api/targets.ts';

// Fewer at once than on Node: wrangler's development proxy is not made for a thousand.
accountTests(workerd, { parallel: 100 });
