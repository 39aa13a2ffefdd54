// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QSettings;

namespace Spawn {

class MainWindow;
class Theme;

// How the window was when it was last closed: its place, the rail, the splitters of the pages, the
// choice of the theme.
void restoreLook(MainWindow &window, Theme &theme, QSettings &settings);
void saveLook(const MainWindow &window, const Theme &theme, QSettings &settings);

} // namespace Spawn
