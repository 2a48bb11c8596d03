import type { Program } from '../../contract/index.ts';

const SDK = '@modelcontextprotocol/sdk';

/** Parts of the bundle that are handed to a realm when its program imports from them. */
export const CHUNKS: Readonly<Record<string, readonly string[]>> = {
  mcp: [
    `${SDK}/client/index.js`,
    `${SDK}/inMemory.js`,
    `${SDK}/server/index.js`,
    `${SDK}/server/mcp.js`,
    `${SDK}/types.js`,
  ],
};

/**
 * The chunks that a program needs, for `chunks` of a load request. A name too many does no harm.
 * @returns names of files beside `runtime.js`, without `.js`
 */
export function chunksOf(program: Program): string[] {
  const codes = Object.values(program.modules).map(({ code }) => code);
  return Object.entries(CHUNKS)
    .filter(([, modules]) =>
      modules.some((name) =>
        codes.some((code) => code.includes(`"${name}"`) || code.includes(`'${name}'`)),
      ),
    )
    .map(([name]) => name);
}
