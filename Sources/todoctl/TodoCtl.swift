import ArgumentParser

@main struct TodoCtl: ParsableCommand { }
