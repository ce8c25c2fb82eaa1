import { apiTests } from '#tests/api/suite/all.ts';
import { node } from '#tests/api/targets.ts';

apiTests(node);
