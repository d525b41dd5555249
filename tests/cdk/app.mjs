// Ten clients as CDK apps make them, and a stack of mistakes. `tests/cdk/test_synthesised.py` says what is found in it;
// the templates beside it were synthesised from it: `bash tools/synthesise.sh`.
import { App, CfnOutput, Duration, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer, HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ContainerImage, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer, ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AuthenticateCognitoAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2-actions';
import { FederatedPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';

const { OAuthScope, UserPoolClientIdentityProvider } = cognito;
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/11112222-3333-4444-5555-666677778888';

function handler(scope, id, environment, more = {}) {
  const code = Code.fromInline('exports.handler = async (event) => event;');
  return new Function(scope, id, { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code, environment, ...more });
}

function code(...callbackUrls) {
  return { flows: { authorizationCodeGrant: true }, scopes: [OAuthScope.OPENID, OAuthScope.EMAIL], callbackUrls };
}

function balancer(scope, pool, client, domain) {
  const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-12345678',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    publicSubnetIds: ['subnet-1', 'subnet-2'],
  });
  const next = ListenerAction.fixedResponse(200);
  new ApplicationLoadBalancer(scope, 'Balancer', { vpc, internetFacing: true }).addListener('Https', {
    port: 443,
    certificates: [Certificate.fromCertificateArn(scope, 'Certificate', CERTIFICATE)],
    defaultAction: new AuthenticateCognitoAction({ userPool: pool, userPoolClient: client, userPoolDomain: domain, next }),
  });
}

class Users extends Stack {
  constructor(scope, id) {
    super(scope, id);
    this.pool = new cognito.UserPool(this, 'Members', {
      standardAttributes: { email: { required: true, mutable: true } },
      customAttributes: { tenant: new cognito.StringAttribute({ mutable: true }) },
      lambdaTriggers: { preSignUp: handler(this, 'PreSignUp') },
      featurePlan: cognito.FeaturePlan.ESSENTIALS,
    });
    this.pool.addTrigger(
      cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, handler(this, 'Tokens'), cognito.LambdaVersion.V2_0,
    );
    const domain = this.pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: 'members-of-example' },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'read orders' });
    const orders = this.pool.addResourceServer('Orders', { identifier: 'orders', scopes: [read] });
    const google = new cognito.UserPoolIdentityProviderGoogle(this, 'Google', {
      userPool: this.pool,
      clientId: 'google-id',
      clientSecretValue: Secret.fromSecretNameV2(this, 'GoogleSecret', 'google').secretValue,
      attributeMapping: { email: cognito.ProviderAttribute.GOOGLE_EMAIL },
    });
    const corp = new cognito.UserPoolIdentityProviderOidc(this, 'Corp', {
      userPool: this.pool,
      clientId: 'corp-id',
      clientSecret: Secret.fromSecretNameV2(this, 'CorpSecret', 'corp').secretValue.unsafeUnwrap(),
      issuerUrl: 'https://login.example.com',
      attributeMapping: { email: cognito.ProviderAttribute.other('email') },
    });

    this.plain = this.pool.addClient('Plain');
    this.web = this.pool.addClient('Web', {
      oAuth: code('https://shop.example.com/signed-in'),
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO, UserPoolClientIdentityProvider.GOOGLE],
    });
    this.web.node.addDependency(google);
    this.pool.addClient('Machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(orders, read)] },
    });
    this.pool.addClient('CorpWeb', {
      supportedIdentityProviders: [UserPoolClientIdentityProvider.custom(corp.providerName)],
      oAuth: code('https://corp.example.com/signed-in'),
    });
    this.pool.addClient('Tenant', {
      readAttributes: new cognito.ClientAttributes().withStandardAttributes({ email: true }).withCustomAttributes('tenant'),
      writeAttributes: new cognito.ClientAttributes().withStandardAttributes({ email: true }),
      disableOAuth: true,
    });
    new cognito.UserPoolClient(this, 'Backend', {
      userPool: this.pool,
      generateSecret: true,
      authFlows: { adminUserPassword: true, userSrp: true },
    });
    this.pool.addClient('Cli', {
      disableOAuth: true,
      authFlows: { userSrp: true },
      accessTokenValidity: Duration.minutes(30),
      refreshTokenValidity: Duration.days(10),
    });
    new cognito.CfnUserPoolClient(this, 'Mobile', {
      userPoolId: this.pool.userPoolId,
      clientName: 'mobile',
      explicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    new cognito.CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.pool.userPoolId,
      clientId: this.web.userPoolClientId,
      useCognitoProvidedValues: true,
    }).node.addDependency(domain);

    const identities = new cognito.CfnIdentityPool(this, 'Identities', {
      allowUnauthenticatedIdentities: false,
      cognitoIdentityProviders: [
        { clientId: this.plain.userPoolClientId, providerName: this.pool.userPoolProviderName },
      ],
    });
    const signedIn = new FederatedPrincipal('cognito-identity.amazonaws.com', {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': identities.ref },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    }, 'sts:AssumeRoleWithWebIdentity');
    new cognito.CfnIdentityPoolRoleAttachment(this, 'Roles', {
      identityPoolId: identities.ref,
      roles: { authenticated: new Role(this, 'SignedIn', { assumedBy: signedIn }).roleArn },
      roleMappings: {
        members: {
          type: 'Token',
          ambiguousRoleResolution: 'AuthenticatedRole',
          identityProvider: `${this.pool.userPoolProviderName}:${this.plain.userPoolClientId}`,
        },
      },
    });
  }
}

// What it takes of the users' stack crosses by exports whose names the CDK chooses.
class Apis extends Stack {
  constructor(scope, id, { pool, web, plain }) {
    super(scope, id);
    const orders = handler(this, 'Handler', { POOL: pool.userPoolId, CLIENT: web.userPoolClientId });
    const rest = new apigateway.RestApi(this, 'Rest', { defaultCorsPreflightOptions: { allowOrigins: ['*'] } });
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(this, 'RestAuthorizer', { cognitoUserPools: [pool] });
    rest.root.addMethod('GET', new apigateway.LambdaIntegration(orders), { authorizer });
    new apigatewayv2.HttpApi(this, 'Http', {
      defaultAuthorizer: new HttpUserPoolAuthorizer('Authorizer', pool, { userPoolClients: [web, plain] }),
    }).addRoutes({ path: '/orders', integration: new HttpLambdaIntegration('Integration', orders) });
  }
}

// Everything in one stack: a look-up that the CDK makes, a construct that depends on the pool's.
class Site extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const pool = new cognito.UserPool(this, 'Pool', { removalPolicy: RemovalPolicy.DESTROY });
    const domain = pool.addDomain('Domain', { cognitoDomain: { domainPrefix: 'site-of-example' } });
    const client = new cognito.UserPoolClient(this, 'Client', {
      userPool: pool,
      userPoolClientName: 'site',
      generateSecret: true,
      oAuth: code('https://site.example.com/oauth2/idpresponse'),
    });
    balancer(this, pool, client, domain);
    const environment = { USER_POOL_ID: pool.userPoolId, APP_CLIENT: client.userPoolClientId };
    new FargateTaskDefinition(this, 'Task').addContainer('app', { image: ContainerImage.fromRegistry('nginx'), environment });
    new Secret(this, 'ClientSecret', { secretStringValue: client.userPoolClientSecret });
    const spa = pool.addClient('Spa', { oAuth: code('https://site.example.com/signed-in') });
    new CfnOutput(this, 'SpaId', { value: spa.userPoolClientId });
    handler(this, 'Report').node.addDependency(pool);
  }
}

class Tools extends NestedStack {
  constructor(scope, id, { clientId }) {
    super(scope, id);
    handler(this, 'Reader', { USER_POOL_CLIENT_ID: clientId });
  }
}

class Wrong extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const pool = new cognito.UserPool(this, 'Pool');
    const other = new cognito.UserPool(this, 'OtherPool');
    const machine = { clientCredentials: true };
    pool.addClient('NoSecret', { oAuth: { flows: machine, scopes: [OAuthScope.custom('shop/read')] } });
    pool.addClient('NoScope', { generateSecret: true, oAuth: { flows: machine, scopes: [OAuthScope.custom('a/b')] } });
    pool.addClient('NoProvider', { supportedIdentityProviders: [UserPoolClientIdentityProvider.FACEBOOK] });
    pool.addClient('NoAttribute', { readAttributes: new cognito.ClientAttributes().withCustomAttributes('none') });
    pool.addResourceServer('Shop', { identifier: 'shop', scopes: [{ scopeName: 'read', scopeDescription: 'read' }] });
    new cognito.CfnUserPoolClient(this, 'ByArn', { userPoolId: pool.userPoolArn });
    const foreign = other.addClient('Foreign');
    new cognito.CfnIdentityPool(this, 'Identities', {
      allowUnauthenticatedIdentities: false,
      cognitoIdentityProviders: [
        { clientId: foreign.userPoolClientId, providerName: pool.userPoolId },
        { clientId: foreign.userPoolClientId, providerName: pool.userPoolProviderName },
      ],
    });
    handler(this, 'PoolForClient', { CLIENT_ID: pool.userPoolId, USER_POOL_CLIENT_ID: pool.userPoolArn });
    // The CDK looks the secret up by a custom resource, which is given the pool.
    const told = pool.addClient('Told', { generateSecret: true, disableOAuth: true });
    handler(this, 'Telling', { CLIENT_SECRET: told.userPoolClientSecret.unsafeUnwrap() });
    handler(this, 'HardCoded', { USER_POOL_CLIENT_ID: '1h57kf5cpq17m0eml12EXAMPLE' });
    handler(this, 'Wired', undefined, { description: `reads ${foreign.userPoolClientId}` });
    const domain = other.addDomain('Domain', { cognitoDomain: { domainPrefix: 'wrong-of-example' } });
    const spa = pool.addClient('NoSecretEither', { oAuth: code('https://site.example.com/oauth2/idpresponse') });
    balancer(this, other, spa, domain);
    new apigatewayv2.HttpApi(this, 'Http', {
      defaultAuthorizer: new HttpJwtAuthorizer('Jwt', pool.userPoolProviderName, { jwtAudience: [pool.userPoolId] }),
    }).addRoutes({ path: '/', integration: new HttpLambdaIntegration('Integration', handler(this, 'Home')) });
    new cognito.CfnUserPoolUICustomizationAttachment(this, 'Look', {
      userPoolId: other.userPoolId,
      clientId: foreign.userPoolClientId,
      css: '.banner-customizable { background: red; }',
    });
  }
}

// Apart from the other mistakes: a nested stack that is given a pool may add to it.
class WrongParent extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const pool = new cognito.UserPool(this, 'Pool');
    pool.addClient('Web', { disableOAuth: true });
    new Tools(this, 'Tools', { clientId: pool.userPoolArn });
  }
}

const app = new App({ analyticsReporting: false });
const users = new Users(app, 'Users');
new Apis(app, 'Apis', users);
new Site(app, 'Site');
new Wrong(app, 'Wrong');
new WrongParent(app, 'WrongParent');
