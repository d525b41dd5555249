export { UserPoolClientRules, type Severity, type UserPoolClientRulesProps } from './plugin';
