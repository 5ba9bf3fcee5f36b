export const findableKinds = ['host', 'interface', 'gpu', 'device', 'rack', 'rule'] as const;
export type FindableKind = (typeof findableKinds)[number];

/** Something with a name and a page of its own, as the palette lists it. */
export interface Findable {
  readonly kind: FindableKind;
  readonly name: string;
  /** What tells two of the same name apart: the host of an interface, the site of a rack. */
  readonly detail: string;
  readonly href: string;
}
