// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QList>
#include <QtCore/QObject>

#include <memory>

namespace Spawn {

class SignalSourcePrivate;

// Unix signals as a Qt signal, delivered by the event loop of the thread that the object lives in.
//
//   Spawn::SignalSource signalSource({SIGTERM, SIGINT});
//   QObject::connect(&signalSource, &Spawn::SignalSource::received, qApp, &QCoreApplication::quit);
//
// While at least one source of a signal exists, its disposition is ours; with the last one the
// earlier disposition returns, unless somebody has set another meanwhile. Every source of a signal
// receives it, and signals that come faster than they are delivered may be told once, as the kernel
// does it.
class ASYNCSPAWNER_EXPORT SignalSource final : public QObject
{
    Q_OBJECT
public:
    // SIGTERM, SIGINT, SIGHUP, SIGUSR1 and SIGUSR2.
    explicit SignalSource(QObject *parent = nullptr);
    // Numbers that cannot be caught are left out, and so are SIGSEGV, SIGBUS, SIGFPE and SIGILL: a
    // fault in the program's own code does not wait for an event loop.
    explicit SignalSource(const QList<int> &signalNumbers, QObject *parent = nullptr);
    ~SignalSource() override;

    QList<int> signalNumbers() const;

Q_SIGNALS:
    void received(int signalNumber);

private:
    std::unique_ptr<SignalSourcePrivate> d;
};

} // namespace Spawn
