/** The peak speed of a WebGPU adapter: independent multiply-adds in registers. */

/** Independent vectors of each invocation, so that none waits for another. */
const chains = 4;
/** Multiply-adds of each vector in one iteration of the loop, so that the loop itself is negligible. */
const links = 16;
const workgroupSize = 64;
const workgroups = 1024;
/** Floating-point operations of one iteration: a multiplication and an addition in each lane. */
const operationsPerPass = 2 * 4 * chains * links * workgroupSize * workgroups;
/** The wanted time of a dispatch in seconds: many times the steps of 10 ms in which a readback waits. */
const wanted = 0.12;
const maxPasses = 2 ** 22;

const forEachChain = (text: (chain: number) => string, between = "\n") =>
  Array.from({ length: chains }, (_, chain) => text(chain)).join(between);
const link = forEachChain((chain) => `    x${chain} = fma(x${chain}, factor, addend);`);

const code = `
// sums[i] = the sum of ${chains} chains of x <- x * factor + addend, ${links} links a pass.
struct Settings { factor: f32, addend: f32, passes: u32, unused: u32 }
@group(0) @binding(0) var<storage, read_write> sums: array<vec4f>;
@group(0) @binding(1) var<uniform> settings: Settings;

@compute @workgroup_size(${workgroupSize})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let factor = vec4f(settings.factor);
  let addend = vec4f(settings.addend);
${forEachChain((chain) => `  var x${chain} = vec4f(f32(id.x % ${chain + 2}u));`)}
  for (var i = 0u; i < settings.passes; i++) {
${`${link}\n`.repeat(links)}
  }
  sums[id.x] = ${forEachChain((chain) => `x${chain}`, " + ")};
}
`;

/**
 * Measures the floating-point operations per second of WebGPU's preferred adapter. To remove the fixed
 * time of a dispatch, the time of one is subtracted from that of one with twice the iterations.
 *
 * @throws {Error} if there is no adapter
 */
export async function gpuPeak(): Promise<{ peak: number; peakOf: string }> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("there is no adapter");
  const device = await adapter.requestDevice();
  try {
    const run = await prepareDispatch(device);
    let passes = 16;
    await run(passes);
    while (passes < maxPasses && await run(passes) < wanted) passes *= 2;
    let [once, twice] = [Infinity, Infinity];
    for (let turn = 0; turn < 3; turn++) {
      once = Math.min(once, await run(passes));
      twice = Math.min(twice, await run(2 * passes));
    }
    const peak = operationsPerPass * passes / (twice - once);
    return { peak, peakOf: "independent multiply-adds in the adapter's registers" };
  } finally {
    device.destroy();
  }
}

/** Prepares the kernel; the returned function runs a number of iterations and returns their seconds. */
async function prepareDispatch(device: GPUDevice): Promise<(passes: number) => Promise<number>> {
  const compute = { module: device.createShaderModule({ code }) };
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute });
  const { STORAGE, UNIFORM, COPY_DST } = GPUBufferUsage;
  const sums = device.createBuffer({ size: 16 * workgroupSize * workgroups, usage: STORAGE });
  const settings = device.createBuffer({ size: 16, usage: UNIFORM | COPY_DST });
  const bindings = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [sums, settings].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  return async (passes) => {
    const values = new DataView(new ArrayBuffer(16));
    // With these, each value converges to 1, so that no operand is ever subnormal or infinite.
    values.setFloat32(0, 0.999, true);
    values.setFloat32(4, 0.001, true);
    values.setUint32(8, passes, true);
    const started = performance.now();
    device.queue.writeBuffer(settings, 0, values.buffer);
    const commands = device.createCommandEncoder();
    const pass = commands.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(workgroups);
    pass.end();
    device.queue.submit([commands.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - started) / 1000;
  };
}
