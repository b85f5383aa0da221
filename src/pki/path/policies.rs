//! Policies along a path (RFC 5280 §6.1), kept as a graph in place of the tree (RFC 9618): each policy stands once for
//! each certificate, so that mappings cannot make it grow without measure.

use super::rules::Rules;
use crate::pki::{ANY_POLICY, Certificate};
use std::collections::{BTreeMap, BTreeSet};

/// The state of the policies while a path is walked from the anchor down.
pub(super) struct Policies {
    /// `valid_policy_graph`: for each depth, by `valid_policy`; `None` once it is NULL.
    graph: Option<Vec<BTreeMap<String, Node>>>,
    explicit_policy: u32,
    policy_mapping: u32,
    inhibit_any_policy: u32,
}

struct Node {
    expected: BTreeSet<String>,
    /// `valid_policy` of the nodes above that lead here.
    parents: BTreeSet<String>,
}

impl Policies {
    /// RFC 5280 §6.1.2 (a), (d), (e) and (f) for a path of `length` certificates.
    pub fn new(length: usize, rules: &Rules) -> Self {
        let never = u32::try_from(length).unwrap_or(u32::MAX - 1) + 1;
        let start = |now: bool| if now { 0 } else { never };
        let root = Node { expected: BTreeSet::from([ANY_POLICY.to_owned()]), parents: BTreeSet::new() };
        Policies {
            graph: Some(vec![BTreeMap::from([(ANY_POLICY.to_owned(), root)])]),
            explicit_policy: start(rules.explicit_policy),
            policy_mapping: start(rules.inhibit_policy_mapping),
            inhibit_any_policy: start(rules.inhibit_any_policy),
        }
    }

    /// §6.1.3 (d) and (e): the policies of the next certificate.
    pub fn take(&mut self, certificate: &Certificate, is_last: bool) {
        let policies = &certificate.extensions.policies;
        if policies.is_empty() {
            self.graph = None;
        }
        let Some(above) = self.graph.as_ref().and_then(|graph| graph.last()) else { return };
        let mut level = BTreeMap::new();
        for policy in policies.iter().filter(|policy| *policy != ANY_POLICY) {
            let mut parents = expecting(above, policy);
            if parents.is_empty() && above.contains_key(ANY_POLICY) {
                parents.insert(ANY_POLICY.to_owned());
            }
            if !parents.is_empty() {
                level.insert(policy.clone(), Node::of(policy, parents));
            }
        }
        let any_counts = self.inhibit_any_policy > 0 || (!is_last && certificate.is_self_issued());
        if any_counts && policies.iter().any(|policy| policy == ANY_POLICY) {
            let wanted: BTreeSet<&String> = above.values().flat_map(|node| &node.expected).collect();
            for policy in wanted {
                let parents = expecting(above, policy);
                level.entry(policy.clone()).or_insert_with(|| Node::of(policy, parents));
            }
        }
        if let Some(graph) = &mut self.graph {
            graph.push(level);
        }
        self.prune();
    }

    /// §6.1.3 (f): whether a policy is left, or none need be.
    pub fn hold(&self) -> bool {
        self.explicit_policy > 0 || self.graph.is_some()
    }

    /// §6.1.4 (a), (b), (h), (i) and (j): what an authority says for those below.
    ///
    /// # Errors
    /// A mapping to or from `anyPolicy`.
    pub fn descend(&mut self, authority: &Certificate) -> Result<(), MappedToAny> {
        let extensions = &authority.extensions;
        let mut mapped: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (issuers, subjects) in &extensions.policy_mappings {
            if issuers == ANY_POLICY || subjects == ANY_POLICY {
                return Err(MappedToAny);
            }
            mapped.entry(issuers).or_default().insert(subjects.clone());
        }
        self.map(mapped);
        if !authority.is_self_issued() {
            for counter in [&mut self.explicit_policy, &mut self.policy_mapping, &mut self.inhibit_any_policy]
            {
                *counter = counter.saturating_sub(1);
            }
        }
        self.constrain(authority);
        Ok(())
    }

    /// §6.1.5 (a), (b) and (g): whether the last certificate leaves a policy that the rules take, or none need be.
    pub fn hold_at_the_end(&mut self, last: &Certificate, rules: &Rules) -> bool {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if last.extensions.policy_constraints.require_explicit == Some(0) {
            self.explicit_policy = 0;
        }
        self.explicit_policy > 0 || self.leaves_one(rules)
    }

    /// The constraints of an authority, or of an anchor that came as a certificate.
    pub fn constrain(&mut self, authority: &Certificate) {
        let extensions = &authority.extensions;
        let bound =
            |counter: &mut u32, skip: Option<u32>| *counter = (*counter).min(skip.unwrap_or(u32::MAX));
        bound(&mut self.explicit_policy, extensions.policy_constraints.require_explicit);
        bound(&mut self.policy_mapping, extensions.policy_constraints.inhibit_mapping);
        bound(&mut self.inhibit_any_policy, extensions.inhibit_any_policy);
    }

    fn map(&mut self, mapped: BTreeMap<&str, BTreeSet<String>>) {
        let allowed = self.policy_mapping > 0;
        let Some(level) = self.graph.as_mut().and_then(|graph| graph.last_mut()) else { return };
        for (policy, equal) in mapped {
            if !allowed {
                level.remove(policy);
            } else if let Some(node) = level.get_mut(policy) {
                node.expected = equal;
            } else if let Some(any) = level.get(ANY_POLICY) {
                let node = Node { expected: equal, parents: any.parents.clone() };
                level.insert(policy.to_owned(), node);
            }
        }
        self.prune();
    }

    /// Deletes the nodes that nothing hangs below, from the last level up.
    fn prune(&mut self) {
        let Some(graph) = &mut self.graph else { return };
        for depth in (0..graph.len().saturating_sub(1)).rev() {
            let used: BTreeSet<String> =
                graph[depth + 1].values().flat_map(|node| node.parents.iter().cloned()).collect();
            graph[depth].retain(|policy, _| used.contains(policy));
        }
        if graph.first().is_none_or(BTreeMap::is_empty) || graph.last().is_none_or(BTreeMap::is_empty) {
            self.graph = None;
        }
    }

    /// RFC 9618 §5.5: of the policies that the authorities agreed on, those that hang directly below `anyPolicy`, one
    /// must be among those of the rules. Every node that is left leads to the last certificate.
    fn leaves_one(&self, rules: &Rules) -> bool {
        let Some(graph) = &self.graph else { return false };
        let roots = |(policy, node): (&String, &Node)| {
            policy != ANY_POLICY && node.parents.contains(ANY_POLICY) && rules.takes_policy(policy)
        };
        graph.last().is_some_and(|last| last.contains_key(ANY_POLICY))
            || graph.iter().any(|level| level.iter().any(roots))
    }
}

/// A mapping to or from `anyPolicy` (§6.1.4 (a)).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MappedToAny;

impl Node {
    fn of(policy: &str, parents: BTreeSet<String>) -> Self {
        Node { expected: BTreeSet::from([policy.to_owned()]), parents }
    }
}

/// The policies of a level that expect `policy` below.
fn expecting(level: &BTreeMap<String, Node>, policy: &str) -> BTreeSet<String> {
    let expects = level.iter().filter(|(_, node)| node.expected.contains(policy));
    expects.map(|(valid, _)| valid.clone()).collect()
}
