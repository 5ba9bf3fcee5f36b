/** Address of an interface's page. */
export function interfaceHref(row: { readonly host: string; readonly name: string }): string {
  return `/hosts/${encodeURIComponent(row.host)}/interfaces/${encodeURIComponent(row.name)}`;
}
