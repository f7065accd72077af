module.exports = require('../portal/eslint/house')(__dirname, {
  mayImport: ['*'],
});
