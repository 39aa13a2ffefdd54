// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/reactor.h"
#include "wire/descriptor.h"

#include <QtCore/QList>

#include <fcntl.h>
#include <functional>

// A watcher that notes what it is told, in order, and then does what the test wants.
class Recorder final : public Spawn::Watcher
{
public:
    void descriptorReady(int role, uint32_t events) override
    {
        ready.append(role);
        if (onReady)
            onReady(role, events);
    }
    void deadlineReached(int role) override
    {
        due.append(role);
        if (onDue)
            onDue(role);
    }

    QList<int> ready;
    QList<int> due;
    std::function<void(int role, uint32_t events)> onReady;
    std::function<void(int role)> onDue;
};

struct Pipe
{
    Spawn::Wire::Descriptor in; // the reader's
    Spawn::Wire::Descriptor out;

    Pipe()
    {
        int ends[2] = {-1, -1};
        if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
            return;
        in.reset(ends[0]);
        out.reset(ends[1]);
    }
    bool makeReadable() const { return ::write(out.get(), "x", 1) == 1; }
};
