import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';

/** Plain lines in a list that draws what is in sight, as fast as the log's. */
function List() {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setCount((before) => before + 500), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <Virtuoso
      style={{ height: 600 }}
      totalCount={count}
      followOutput="auto"
      itemContent={(index) => <div>line {index}</div>}
    />
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('no #root in index.html');
createRoot(root).render(<List />);
