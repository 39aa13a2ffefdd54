// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QApplication>

#include <memory>

namespace Spawn {

// For a window: there must be no other application yet. Null, and told on standard error, where
// there is no display.
std::unique_ptr<QApplication> makeWindowApplication(int &argc, char **argv);

} // namespace Spawn
