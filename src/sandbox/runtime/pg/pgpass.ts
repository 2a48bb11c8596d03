/** `pgpass`, where there is no such file: no password. */
export default function noPassword(
  _connection: unknown,
  callback: (password?: string) => void,
): void {
  callback(undefined);
}
