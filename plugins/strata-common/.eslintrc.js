module.exports = require('../../packages/portal/eslint/house')(__dirname, {
  pure: true,
});
