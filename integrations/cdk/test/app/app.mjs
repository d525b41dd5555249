// A stack, and in a stage the same again: two clients, of which one is wrong, and a nested stack.
import { App, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { OAuthScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { UserPoolClientRules } from 'cfn-upc-rules-cdk';

class Tools extends NestedStack {
  constructor(scope, id, { clientId }) {
    super(scope, id);
    new Function(this, 'Handler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
      environment: { USER_POOL_CLIENT_ID: clientId },
    });
    const pool = new UserPool(this, 'Pool');
    pool.addClient('Job', { generateSecret: true, oAuth: { scopes: [OAuthScope.custom('tools/run')] } });
  }
}

class Shop extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const members = new UserPool(this, 'Members');
    const web = members.addClient('Web', {
      oAuth: { flows: { authorizationCodeGrant: true }, callbackUrls: ['https://shop.example.com/signed-in'] },
    });
    members.addClient('Machine', {
      oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.custom('orders/read')] },
    });
    new Tools(this, 'Tools', { clientId: web.userPoolClientId });
  }
}

const app = new App();
Validations.of(app).addPlugins(new UserPoolClientRules());
new Shop(app, 'Shop');
new Shop(new Stage(app, 'Prod'), 'Shop');
