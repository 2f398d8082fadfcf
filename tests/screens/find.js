/** What axe-core finds against WCAG 2.2 AA, one line each, with where. */
async (rules) => {
  const found = await axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
  const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message)[0] || "";
  const where = (one) => one.nodes.slice(0, 5).map((node) => `${node.target.join(" ")} (${why(node)})`);
  return found.violations.map((one) => `${one.id}: ${one.help}: ${where(one).join("; ")}`);
};
