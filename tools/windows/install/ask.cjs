/** One call into Windows: its version there, elsewhere the word that there is none. */
module.exports = async (createHostFacts) => {
  try {
    const { major, build } = await createHostFacts().osVersion();
    return `Windows ${major} build ${build}`;
  } catch (error) {
    return error.code;
  }
};
