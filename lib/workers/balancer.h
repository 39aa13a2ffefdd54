// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/export.h>

#include <QtCore/QHash>
#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QPointer>
#include <QtCore/QString>

#include <functional>

namespace Spawn {

class Worker;

// Decides which worker of a pool gets a message.
//
//   class FirstOfAll final : public Spawn::Balancer
//   {
//       Spawn::Worker *choose(const QList<Spawn::Worker *> &ready, const QJsonValue &) override
//       {
//           return ready.first();
//       }
//   };
class ASYNCSPAWNER_EXPORT Balancer
{
public:
    Balancer() = default;
    virtual ~Balancer();
    Q_DISABLE_COPY_MOVE(Balancer)

    // One of those that are ready, of one program; there is at least one, and the one that was
    // given a message longest ago comes first. Null: the message waits, and those behind it, until
    // one of the workers has changed.
    virtual Worker *choose(const QList<Worker *> &ready, const QJsonValue &message) = 0;
};

// Each in its turn.
class ASYNCSPAWNER_EXPORT LeastRecentlyUsed final : public Balancer
{
public:
    Worker *choose(const QList<Worker *> &ready, const QJsonValue &message) override;
};

// The one with the fewest unanswered messages; among equals each in its turn.
class ASYNCSPAWNER_EXPORT LeastOutstanding final : public Balancer
{
public:
    Worker *choose(const QList<Worker *> &ready, const QJsonValue &message) override;
};

// The same worker for the same key, as long as that worker lives; a message waits for it, and does
// not go to another. Of more than 100 000 keys those not seen for the longest are forgotten.
class ASYNCSPAWNER_EXPORT Sticky final : public Balancer
{
public:
    using Key = std::function<QString(const QJsonValue &message)>;

    explicit Sticky(Key key);
    ~Sticky() override;
    Worker *choose(const QList<Worker *> &ready, const QJsonValue &message) override;

private:
    static constexpr qsizetype MaximumKeys = 100'000;

    Key m_key;
    // Two halves: what is found in the old one moves to the new one, and when that is full the old
    // one is forgotten.
    QHash<QString, QPointer<Worker>> m_recent;
    QHash<QString, QPointer<Worker>> m_old;
};

} // namespace Spawn
