// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/queueorder.h"

#include <algorithm>
#include <iterator>

namespace Spawn {

void QueueOrder::change(std::vector<Key> added, std::vector<Key> removed)
{
    std::sort(added.begin(), added.end());
    std::sort(removed.begin(), removed.end());
    std::vector<Key> kept;
    kept.reserve(m_keys.size() + added.size());
    std::set_difference(m_keys.begin(), m_keys.end(), removed.begin(), removed.end(),
                        std::back_inserter(kept));
    m_keys.clear();
    std::set_union(kept.begin(), kept.end(), added.begin(), added.end(),
                   std::back_inserter(m_keys));
}

int QueueOrder::placeOf(const Key &key) const
{
    const auto found = std::lower_bound(m_keys.begin(), m_keys.end(), key);
    return found == m_keys.end() || *found != key ? 0 : int(found - m_keys.begin()) + 1;
}

} // namespace Spawn
