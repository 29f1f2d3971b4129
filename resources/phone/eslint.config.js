import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["src/**/*.js"],
    languageOptions: { globals: globals.browser },
    rules: {
      complexity: ["error", 9],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", 40],
      "no-console": ["error", { allow: ["error", "info"] }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-shadow": "error",
      "no-throw-literal": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "require-await": "error",
    },
  },
  {
    files: ["src/**/*.js"],
    ignores: ["src/sip_line.js"],
    rules: {
      "no-restricted-imports": ["error", { name: "jssip", message: "sip_line.js alone knows it." }],
    },
  },
  {
    files: ["tests/**/*.js"],
    languageOptions: { globals: globals.node },
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
];
