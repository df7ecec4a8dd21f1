import type { HcnEndpoint } from './hcn-documents.js';

const isFirst = ({ Name = '' }: HcnEndpoint): boolean => Name.endsWith('eth0');

/** The order in which a guest gets its adapters: those named `…eth0` first, the others as the namespace has them. */
export const inAdapterOrder = (endpoints: readonly HcnEndpoint[]): readonly HcnEndpoint[] => [
  ...endpoints.filter(isFirst),
  ...endpoints.filter((endpoint) => !isFirst(endpoint)),
];
