import { z } from 'zod';

/** The four bands of the product and, apart from them, not enough data: unknown is never shown as clean. */
export const BANDS = ['unlikely', 'suspicious', 'highly-suspicious', 'near-certain', 'not-enough-data'] as const;
export const bandSchema = z.enum(BANDS);
export type Band = z.infer<typeof bandSchema>;

/** Groups of evidence that are weighed, and capped, together. `prior` and `limit` are bookkeeping so that contributions add up. */
export const BLOCKS = [
  'prior',
  'profile',
  'history',
  'bans',
  'skill',
  'aim',
  'information',
  'movement',
  'reports',
  'telemetry',
  'limit',
] as const;

/** Figures a message is filled with. Plain data: the words are in the locale files. */
const figuresSchema = z.record(z.string(), z.union([z.number(), z.string()]));

/** One named reason, for (positive) or against (negative) suspicion. All of them, the prior included, sum to `logOdds`. */
const contributionSchema = z.object({
  /** Message key below `reason.` in the locale files. */
  key: z.string(),
  block: z.enum(BLOCKS),
  /** Signed share of the log-odds, in nats, after shrinking, caps and block weighting. */
  nats: z.number(),
  /** The same, as the number of score points by which the score would differ without it; signed, rounded to one decimal. */
  points: z.number(),
  figures: figuresSchema,
});
export type Contribution = z.infer<typeof contributionSchema>;

/** One flag of the seed's rubric. `unknown` earns no points: missing is missing. */
const rubricFlagSchema = z.object({
  /** Message key below `rubric.` in the locale files. */
  key: z.string(),
  state: z.enum(['raised', 'clear', 'unknown']),
  points: z.number().min(0),
  max: z.number().min(0),
  figures: figuresSchema,
});
export type RubricFlag = z.infer<typeof rubricFlagSchema>;

const rubricGroupSchema = z.object({
  points: z.number().min(0),
  max: z.number().min(0),
  flags: z.array(rubricFlagSchema),
});

/** The seed's rubric, literally: profile 40, statistical 40, historical 20. */
const rubricSchema = z.object({
  total: z.number().min(0).max(100),
  profile: rubricGroupSchema,
  statistical: rubricGroupSchema,
  historical: rubricGroupSchema,
});
export type Rubric = z.infer<typeof rubricSchema>;

/** What the engine says about one player. `score`, `probability` and `logOdds` are null exactly when the band is `not-enough-data`. */
export const assessmentSchema = z.object({
  /** Version of the engine and its parameters that made it. */
  engine: z.string(),
  assessedAt: z.int().min(0),
  /** 0–100, whole. */
  score: z.int().min(0).max(100).nullable(),
  /** Calibrated probability of cheating, 0–1, that the score stands for. */
  probability: z.number().min(0).max(1).nullable(),
  band: bandSchema,
  /** 0–100, from how much was seen, never from what was seen. */
  confidence: z.int().min(0).max(100),
  confidenceLevel: z.enum(['none', 'low', 'medium', 'high']),
  /** Sum of all contributions, in nats. */
  logOdds: z.number().nullable(),
  /** The prior first, then the reasons by falling |nats|. */
  contributions: z.array(contributionSchema),
  rubric: rubricSchema,
});
export type Assessment = z.infer<typeof assessmentSchema>;
