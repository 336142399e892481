/**
 * Orders the test files so that those that wait most begin first. Jest orders by the last run's times, and by the size of
 * the files on a fresh clone. There a small file that moves a tenant for a minute and a half would begin last, alone.
 */
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = /[\\/]test[\\/](e2e|platform[\\/]move|(platform|deep)[\\/]jobs-crashes)/;

class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isLongest = ({ path }) => LONGEST.test(path);
    return [...sorted.filter(isLongest), ...sorted.filter((test) => !isLongest(test))];
  }
}

module.exports = LongestFirst;
