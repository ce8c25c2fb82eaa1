import { apiTests } from '#tests/api/suite/all.ts';
import { workerd } from '#tests/api/targets.ts';

apiTests(workerd);
