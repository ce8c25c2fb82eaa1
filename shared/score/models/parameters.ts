import { type Parameters, parametersSchema } from '#shared/score/models/match-model.ts';
import file from '#shared/score/models/match-parameters.json' with { type: 'json' };

/** The parameters the product ships with; `npm run calibrate` writes the file. Read by a schema, so a broken file stops at once. */
export const MATCH_PARAMETERS: Parameters = parametersSchema.parse(file);
