// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <mutex>
#include <utility>
#include <vector>

namespace Spawn {

// Values on their way from one thread to another, in order.
template <class T>
class Mailbox
{
public:
    // Any thread. True if it was empty: then the receiver may have to be woken.
    bool post(T value)
    {
        const std::lock_guard lock(m_mutex);
        m_values.push_back(std::move(value));
        return m_values.size() == 1;
    }

    // As post(), for all of them; leaves values empty.
    bool postAll(std::vector<T> &values)
    {
        const std::lock_guard lock(m_mutex);
        const bool wasEmpty = m_values.empty();
        if (wasEmpty)
            m_values.swap(values);
        else
            m_values.insert(m_values.end(), std::make_move_iterator(values.begin()),
                            std::make_move_iterator(values.end()));
        values.clear();
        return wasEmpty && !m_values.empty();
    }

    // The receiver's thread. Everything, into an empty vector whose capacity is used again.
    void take(std::vector<T> &into)
    {
        const std::lock_guard lock(m_mutex);
        m_values.swap(into);
    }

private:
    std::mutex m_mutex; // protects m_values
    std::vector<T> m_values;
};

} // namespace Spawn
