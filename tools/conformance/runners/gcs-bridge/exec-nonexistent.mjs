export { run } from '../../lib/gcs-session.mjs';
