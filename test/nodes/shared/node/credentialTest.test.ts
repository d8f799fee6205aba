import { badAnswer } from '../../../../nodes/shared/node/credentialTest';

test.each([
	[{}, 'GitHub answered 500. Check the address.'],
	[{ message: 'Bad credentials' }, 'GitHub answered 500: Bad credentials. Check the address.'],
	[{ message: 'It is v1.2. Sorry.' }, 'GitHub answered 500: It is v1.2. Sorry. Check the address.'],
	[{ message: 'No', hint: 'Ask.' }, 'GitHub answered 500: No. Ask.'],
	[{ hint: 'Ask.' }, 'GitHub answered 500. Ask.'],
])('the answer %j reads: %s', (answer, message) => {
	expect(badAnswer('GitHub', 500, answer)).toEqual({ isGood: false, message });
});
