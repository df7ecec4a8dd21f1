import { createHostFacts } from '@uvmkit/native-hcs';
import ask from './ask.cjs';

console.log(await ask(createHostFacts));
