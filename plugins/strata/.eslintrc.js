module.exports = require('../../packages/portal/eslint/house')(__dirname, {
  mayImport: ['plugin-strata-common'],
});
