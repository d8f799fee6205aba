import {
	ICredentialsHelper,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';

/** Hands out plain credentials and applies a credential type's `authenticate` as n8n does. */
export class CredentialsInMemory extends ICredentialsHelper {
	constructor(
		private readonly types: Record<string, ICredentialType>,
		private readonly byName: Record<string, ICredentialDataDecryptedObject>,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const options = request as IHttpRequestOptions;
		const { authenticate } = this.types[typeName];
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (authenticate === undefined || workflow === undefined || node === undefined) return options;
		const resolve = (value: unknown): unknown =>
			typeof value === 'string'
				? workflow.expression.getSimpleParameterValue(node, value, 'internal', {
						$credentials: credentials,
					})
				: typeof value === 'object' && value !== null
					? Object.fromEntries(
							Object.entries(value).map(([key, entry]) => [resolve(key), resolve(entry)]),
						)
					: value;
		const properties = resolve(authenticate.properties) as {
			headers?: IDataObject;
			auth?: IHttpRequestOptions['auth'];
			qs?: IDataObject;
		};
		return {
			...options,
			headers: { ...options.headers, ...properties.headers },
			...(properties.auth ? { auth: properties.auth } : {}),
			...(properties.qs ? { qs: { ...options.qs, ...properties.qs } } : {}),
		};
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Only decrypted credentials are kept here');
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		{ name }: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const defaults = this.getCredentialsProperties(type).map((property) => [
			property.name,
			property.default,
		]);
		return {
			...Object.fromEntries(defaults),
			...this.byName[name],
		} as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.types[type].properties;
	}
}
