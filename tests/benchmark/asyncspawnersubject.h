// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "subject.h"

#include <spawner/asyncspawner.h>

namespace Spawn::Benchmark {

class AsyncSpawnerSubject final : public Subject
{
public:
    AsyncSpawner &spawner() { return m_spawner; }

    void setInFlight(int count) override;
    double start(const QStringList &argv, Done done) override;
    void startStreaming(const QStringList &argv, Output output, Done done) override;
    double ioThreadCpuTime() const override;
    double helperCpuTime() const override;

private:
    AsyncSpawner m_spawner;
};

} // namespace Spawn::Benchmark
