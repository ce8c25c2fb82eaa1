import { apiTests } from '#tests/api/suite/all.ts';
import { parserTests } from '#tests/api/suite/operations.ts';
import { node } from '#tests/api/targets.ts';

apiTests(node, parserTests);
