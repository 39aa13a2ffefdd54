// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/descriptor.h"

#include <QtCore/QList>

namespace Spawn {

struct SignalListener;

// The half of a SignalSource that knows handlers and dispositions. A signal leaves a mark and makes
// the descriptor readable; the handler does nothing else. Marks are memory, so a forked copy of the
// process that gets a signal wakes its parent for nothing, but tells it no signal.
class SignalWatch final
{
public:
    explicit SignalWatch(const QList<int> &signalNumbers);
    ~SignalWatch();
    Q_DISABLE_COPY_MOVE(SignalWatch)

    int descriptor() const { return m_wakeUp.get(); } // -1: there was none to be had
    QList<int> signalNumbers() const { return m_signalNumbers; }
    // The signals since the last time, each once, and the descriptor is no longer readable.
    QList<int> take();

private:
    Wire::Descriptor m_wakeUp;
    QList<int> m_signalNumbers;
    SignalListener *m_listener = nullptr;
};

} // namespace Spawn
