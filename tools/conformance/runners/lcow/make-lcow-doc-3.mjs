export { run } from '../../lib/make-lcow-doc.mjs';
