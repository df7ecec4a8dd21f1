const { createHostFacts } = require('@uvmkit/native-hcs');
const ask = require('./ask.cjs');

ask(createHostFacts).then((answer) => console.log(answer));
