/** Of pg_namespace as `n`: what a lesson or a learner made. */
export const OUTSIDE_SYSTEM = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`;

/** Of pg_proc as `p`: functions that came with no extension. */
export const OF_NO_EXTENSION = `NOT EXISTS (
  SELECT FROM pg_catalog.pg_depend d
  WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid
    AND d.deptype = 'e')`;

/** Nobody logs in as PostgreSQL's own roles, and the workbook's belong to no lesson. */
export const ofLessons = (role: string): string => `${role} !~ '^(pg|leakproof)_'`;
