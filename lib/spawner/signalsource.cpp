// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/signalsource.h"

#include "spawner/loggingcategories.h"
#include "spawner/signalwatch.h"

#include <QtCore/QPointer>
#include <QtCore/QSocketNotifier>

#include <csignal>

namespace Spawn {

class SignalSourcePrivate final
{
public:
    explicit SignalSourcePrivate(const QList<int> &signalNumbers) : watch(signalNumbers) { }

    SignalWatch watch;
    std::unique_ptr<QSocketNotifier> notifier; // goes before the descriptor that it looks at
};

SignalSource::SignalSource(QObject *parent)
    : SignalSource({SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2}, parent)
{
}

SignalSource::SignalSource(const QList<int> &signalNumbers, QObject *parent)
    : QObject(parent), d(std::make_unique<SignalSourcePrivate>(signalNumbers))
{
    if (d->watch.descriptor() < 0) {
        qCWarning(spawnerLog, "No descriptor to wait for signals with");
        return;
    }
    // A child, so that it moves to another thread together with the source.
    d->notifier
        = std::make_unique<QSocketNotifier>(d->watch.descriptor(), QSocketNotifier::Read, this);
    connect(d->notifier.get(), &QSocketNotifier::activated, this, [this] {
        const QPointer<SignalSource> self = this; // a slot may delete the source
        for (const int signalNumber : d->watch.take()) {
            Q_EMIT received(signalNumber);
            if (self.isNull())
                return;
        }
    });
}

SignalSource::~SignalSource() = default;

QList<int> SignalSource::signalNumbers() const
{
    return d->watch.signalNumbers();
}

} // namespace Spawn
