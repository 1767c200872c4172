import sys
from benchmark.population import Population
from benchmark.service_benchmark import ServiceBenchmark
import json
with ServiceBenchmark.open(Population(1000,100,10000)) as b:
    r=b.run(1,1)
json.dump(r,open('/tmp/wt/r.json','w'),indent=1)
print(r['first_answer'],r['memory'],r['half_load'])
