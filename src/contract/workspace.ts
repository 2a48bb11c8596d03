import * as z from 'zod/mini';
import { SqlError } from './errors.ts';
import { Tenant } from './transcript.ts';

/** Rows of one statement that the console lists; the others are counted. */
export const WORKSPACE_ROWS = 500;
/** Characters of a value that it keeps. */
export const WORKSPACE_CHARACTERS = 2_000;
/** Statements of one text whose results it lists, and notices. */
export const WORKSPACE_RESULTS = 100;
/** Names of one kind that it completes. */
export const WORKSPACE_NAMES = 500;
/** Characters that one text may have. */
export const WORKSPACE_TEXT = 100_000;

/**
 * Whose context is set: a tenant, by its index; `empty`, the setting as the empty string; `none`,
 * the setting left alone.
 */
export const TenantContext = z.union([z.int().check(z.nonnegative()), z.enum(['none', 'empty'])]);
export type TenantContext = z.infer<typeof TenantContext>;

/** A role that statements can be run as. */
export const WorkspaceRole = z.object({
  name: z.string(),
  /** What the lesson has it for; null for the others. */
  part: z.nullable(z.enum(['application', 'owner'])),
  /** Why no policy is asked for it, whatever the table; null where policies may be asked. */
  unbound: z.nullable(z.enum(['superuser', 'bypassrls'])),
});
export type WorkspaceRole = z.infer<typeof WorkspaceRole>;

/** What there is by name, for whoever writes a statement. */
export const WorkspaceCatalog = z.object({
  /** The application's first, then the owner, then the others; the superuser last. */
  roles: z.array(WorkspaceRole),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), type: z.string() })),
      policies: z.array(z.string()),
    }),
  ),
  functions: z.array(z.string()),
  settings: z.array(z.string()),
});
export type WorkspaceCatalog = z.infer<typeof WorkspaceCatalog>;

/** Which world the console works in: that of a check, or of an attack, drawn from the seed. */
export const WorkspaceSize = z.enum(['any', 'attack']);
export type WorkspaceSize = z.infer<typeof WorkspaceSize>;

/** A world of the console's own, made from the learner's files. */
export const Workspace = z.object({
  seed: z.number(),
  tenants: z.array(Tenant),
  /** The setting that carries the tenant: `app.tenant_id`. */
  setting: z.string(),
  catalog: WorkspaceCatalog,
});
export type Workspace = z.infer<typeof Workspace>;

/** What is run, and as whom. */
export interface WorkspaceText {
  /** SQL, of any number of statements; or commands that begin with a backslash. */
  readonly sql: string;
  readonly role: string;
  readonly context: TenantContext;
}

/** One node of a plan, with what it works on below it. */
export interface PlanNode {
  /** `Seq Scan on documents`. */
  title: string;
  /** `cost 0.00..1.10, 4 rows expected`; with ANALYZE also what came of it. */
  figures: string;
  /** `Filter`, `Index Cond` and the like: where the quals of policies are seen. */
  conditions: { name: string; value: string }[];
  children: PlanNode[];
}

export const PlanNode: z.ZodMiniType<PlanNode> = z.object({
  title: z.string(),
  figures: z.string(),
  conditions: z.array(z.object({ name: z.string(), value: z.string() })),
  get children() {
    return z.array(PlanNode);
  },
});

/** What one statement, or one part of a description, came to. */
export const WorkspaceResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    /** The command tag, or what the table is of. */
    tag: z.string(),
    columns: z.array(z.object({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.nullable(z.string()))),
    /** How many there were; `rows` may hold fewer. */
    total: z.number(),
    /** It describes the catalog, and is no statement's answer. */
    described: z.optional(z.literal(true)),
  }),
  z.object({ kind: z.literal('done'), tag: z.string() }),
  z.object({ kind: z.literal('plan'), tag: z.string(), root: PlanNode }),
  z.object({ kind: z.literal('note'), text: z.string() }),
]);
export type WorkspaceResult = z.infer<typeof WorkspaceResult>;

/** What a text came to. A refusal of the server is an answer; only a broken session is a fault. */
export const WorkspaceAnswer = z.object({
  /** Read back before the text ran: the role, and the setting, null where it was never set. */
  user: z.string(),
  setting: z.nullable(z.string()),
  results: z.array(WorkspaceResult),
  /** Results that are not listed. */
  unlisted: z.number(),
  notices: z.array(SqlError),
  /** Line and column, from 1, in the text. */
  error: z.nullable(
    z.object({ ...SqlError.shape, line: z.optional(z.number()), column: z.optional(z.number()) }),
  ),
  /** It left a transaction open, which was then rolled back. */
  leftOpen: z.boolean(),
  /** As the text left it; null where it could not be read. */
  catalog: z.nullable(WorkspaceCatalog),
  ms: z.number(),
});
export type WorkspaceAnswer = z.infer<typeof WorkspaceAnswer>;
