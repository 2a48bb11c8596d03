/** Node's modules that a package names and, in this sandbox, never comes to use. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it stands for one
class Absent {
  constructor() {
    throw new Error('This sandbox has no such thing.');
  }
}

export { Absent as Readable, Absent as Writable, Absent as Stream };
export default {};
